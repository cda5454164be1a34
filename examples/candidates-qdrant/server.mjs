// `QDRANT_URL=http://… npm start`: the endpoint over Qdrant.
import { createEndpoint } from '../candidates-endpoint/endpoint.mjs';
import { postTo } from '../candidates-endpoint/post-to.mjs';
import { createFind } from './candidates.mjs';

const { QDRANT_URL = 'http://localhost:6333', QDRANT_KEY, PORT = 8080, ORIGIN } = process.env;
const post = postTo(QDRANT_URL, QDRANT_KEY && { 'api-key': QDRANT_KEY });
createEndpoint(createFind(post), { origin: ORIGIN }).listen(PORT, () => console.log(`http://localhost:${PORT}`));
