// `OPENSEARCH_URL=https://… npm start`: the endpoint over OpenSearch.
import { createEndpoint } from '../candidates-endpoint/endpoint.mjs';
import { postTo } from '../candidates-endpoint/post-to.mjs';
import { createFind } from './candidates.mjs';

const { OPENSEARCH_URL = 'http://localhost:9200', OPENSEARCH_AUTHORIZATION, PORT = 8080, ORIGIN } = process.env;
const post = postTo(OPENSEARCH_URL, OPENSEARCH_AUTHORIZATION && { authorization: OPENSEARCH_AUTHORIZATION });
createEndpoint(createFind(post), { origin: ORIGIN }).listen(PORT, () => console.log(`http://localhost:${PORT}`));
