import { describe, expect, test } from '@jest/globals';
import { Gate } from '../src/gate.ts';

describe('a gate', () => {
  test('lets in an exclusive user after those inside have left and before those that wait', async () => {
    const gate = new Gate();
    const log: string[] = [];
    const inside = Promise.withResolvers<void>();
    const first = gate.pass(async () => {
      await inside.promise;
      log.push('first leaves');
    });
    const exclusive = gate.exclusively(async () => {
      log.push('exclusive');
    });
    const second = gate.pass(async () => {
      log.push('second');
    });
    const other = gate.exclusively(async () => {
      log.push('exclusive again');
    });
    expect(log).toEqual([]);
    inside.resolve();
    await Promise.all([first, exclusive, second, other]);
    expect(log.slice(0, 2)).toEqual(['first leaves', 'exclusive']);
    expect(log.slice(2).sort()).toEqual(['exclusive again', 'second']);
  });

  test('opens again after a failure', async () => {
    const gate = new Gate();
    await expect(gate.pass(() => Promise.reject(new Error('in')))).rejects.toThrow('in');
    await expect(gate.exclusively(() => Promise.reject(new Error('in')))).rejects.toThrow('in');
    expect(await gate.pass(async () => 1)).toBe(1);
  });
});
