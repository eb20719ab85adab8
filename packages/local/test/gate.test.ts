import { describe, expect, test } from '@jest/globals';
import { Gate } from '../src/gate.ts';

describe('a gate', () => {
  test('lets one be alone after those inside have left and before those who wait', async () => {
    const gate = new Gate();
    const log: string[] = [];
    const inside = Promise.withResolvers<void>();
    const first = gate.pass(async () => {
      await inside.promise;
      log.push('first leaves');
    });
    const alone = gate.alone(async () => {
      log.push('alone');
    });
    const second = gate.pass(async () => {
      log.push('second');
    });
    const other = gate.alone(async () => {
      log.push('alone again');
    });
    expect(log).toEqual([]);
    inside.resolve();
    await Promise.all([first, alone, second, other]);
    expect(log.slice(0, 2)).toEqual(['first leaves', 'alone']);
    expect(log.slice(2).sort()).toEqual(['alone again', 'second']);
  });

  test('opens again after a failure', async () => {
    const gate = new Gate();
    await expect(gate.pass(() => Promise.reject(new Error('in')))).rejects.toThrow('in');
    await expect(gate.alone(() => Promise.reject(new Error('alone')))).rejects.toThrow('alone');
    expect(await gate.pass(async () => 1)).toBe(1);
  });
});
