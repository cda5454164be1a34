// `OPENSEARCH_URL=https://… npm start`: the endpoint over OpenSearch. `npm run create` makes its index first.
import { createEndpoint } from '../candidates-endpoint/endpoint.mjs';
import { engineAt } from '../candidates-endpoint/engine-at.mjs';
import { createFind, schema } from './candidates.mjs';

const {
  OPENSEARCH_URL = 'http://localhost:9200',
  OPENSEARCH_AUTHORIZATION,
  WIDTH = 64,
  PORT = 8080,
  ORIGIN,
} = process.env;
const headers = OPENSEARCH_AUTHORIZATION && { authorization: OPENSEARCH_AUTHORIZATION };
const { post, put } = engineAt(OPENSEARCH_URL, headers);
if (process.argv.includes('create')) await put('/products', schema(Number(WIDTH)));
else createEndpoint(createFind(post), { origin: ORIGIN }).listen(PORT, () => console.log(`http://localhost:${PORT}`));
