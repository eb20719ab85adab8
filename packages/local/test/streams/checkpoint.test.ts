import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Checkpoint } from '../../src/streams/checkpoint.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

afterAll(removeTemporaryDirectories);
const newFile = () => path.join(temporaryDirectory(), 'checkpoint.json');

describe('a checkpoint', () => {
  test('is found again by another process', () => {
    const file = newFile();
    const checkpoint = new Checkpoint(file, 'stream-1');
    checkpoint.advance('shard-1', '7');
    checkpoint.finish('shard-0');
    const again = new Checkpoint(file, 'stream-1');
    expect(again.position('shard-1')).toBe('7');
    expect(again.isFinished('shard-0')).toBe(true);
    expect(again.isFinished('shard-1')).toBe(false);
  });

  test('forgets a position that is lost', () => {
    const file = newFile();
    const checkpoint = new Checkpoint(file, 'stream-1');
    checkpoint.advance('shard-1', '7');
    checkpoint.forget('shard-1');
    expect(new Checkpoint(file, 'stream-1').position('shard-1')).toBeUndefined();
  });

  test('counts for nothing in another stream, and when its file is damaged', () => {
    const file = newFile();
    new Checkpoint(file, 'stream-1').advance('shard-1', '7');
    expect(new Checkpoint(file, 'stream-2').position('shard-1')).toBeUndefined();
    writeFileSync(file, '{');
    expect(new Checkpoint(file, 'stream-1').position('shard-1')).toBeUndefined();
  });
});
