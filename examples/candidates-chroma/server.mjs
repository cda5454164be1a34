// `CHROMA_URL=http://… npm start`: the endpoint over Chroma. `npm run create` makes its collection first.
import { createEndpoint } from '../candidates-endpoint/endpoint.mjs';
import { engineAt } from '../candidates-endpoint/engine-at.mjs';
import { COLLECTIONS, createFind, schema } from './candidates.mjs';

const { CHROMA_URL = 'http://localhost:8000', CHROMA_TOKEN, PORT = 8080, ORIGIN } = process.env;
const { post } = engineAt(CHROMA_URL, CHROMA_TOKEN && { 'x-chroma-token': CHROMA_TOKEN });
const { id } = await post(COLLECTIONS, schema);
if (process.argv.includes('create')) console.log(`${COLLECTIONS}/${id}/upsert`);
else
  createEndpoint(createFind(post, id), { origin: ORIGIN }).listen(PORT, () => console.log(`http://localhost:${PORT}`));
