import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from '@jest/globals';
import { findEngine } from '../../src/engine/binary.ts';
import { startEngine } from '../../src/engine/engine.ts';
import { indexStreams } from '../../src/engine/stream-index.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

afterAll(removeTemporaryDirectories);

/** What the engine asks for each write to a table with a stream: strings of its program have it. */
const NEXT_NUMBER =
  'SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?1';

test('the engine finds the next number of a stream without reading its records', async () => {
  const database = path.join(temporaryDirectory(), 'tables.db');
  const engine = await startEngine({ binary: findEngine(), database });
  const tables = new DatabaseSync(database);
  const plan = tables.prepare(`EXPLAIN QUERY PLAN ${NEXT_NUMBER}`).all('Users');
  tables.close();
  await engine.stop();
  expect(plan).toEqual([
    expect.objectContaining({ detail: expect.stringContaining('_stream_records_by_number') }),
  ]);
});

test('an engine that keeps no such records is left as it is', async () => {
  const database = path.join(temporaryDirectory(), 'tables.db');
  await indexStreams(database);
  await indexStreams(path.join(database, 'in', 'no', 'folder'));
  expect(existsSync(path.join(database, 'in'))).toBe(false);
});
