// `DATABASE_URL=postgres://… npm start`: the endpoint over PostgreSQL.
import pg from 'pg';
import { createEndpoint } from '../candidates-endpoint/endpoint.mjs';
import { createFind, schema } from './candidates.mjs';

const { DATABASE_URL, WIDTH = 64, PORT = 8080, ORIGIN } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL });
await pool.query(schema(Number(WIDTH)));

const database = {
  async transaction(work) {
    const client = await pool.connect();
    const query = async (sql, values) => (await client.query(sql, values)).rows;
    try {
      await query('BEGIN');
      const result = await work(query);
      await query('COMMIT');
      return result;
    } catch (error) {
      await query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  },
};
createEndpoint(createFind(database), { origin: ORIGIN }).listen(PORT, () => console.log(`http://localhost:${PORT}`));
