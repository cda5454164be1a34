// `QDRANT_URL=http://… npm start`: the endpoint over Qdrant. `npm run create` makes its collection first.
import { createEndpoint } from '../candidates-endpoint/endpoint.mjs';
import { engineAt } from '../candidates-endpoint/engine-at.mjs';
import { createFind, schema } from './candidates.mjs';

const { QDRANT_URL = 'http://localhost:6333', QDRANT_KEY, WIDTH = 64, PORT = 8080, ORIGIN } = process.env;
const { post, put } = engineAt(QDRANT_URL, QDRANT_KEY && { 'api-key': QDRANT_KEY });
if (process.argv.includes('create')) for (const [path, body] of schema(Number(WIDTH))) await put(path, body);
else createEndpoint(createFind(post), { origin: ORIGIN }).listen(PORT, () => console.log(`http://localhost:${PORT}`));
