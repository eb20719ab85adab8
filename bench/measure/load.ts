/** Requests one after another, and several at once. */
import { median } from '../rounds.ts';

/** Median of the milliseconds that one takes when nothing else is asked. */
export async function alone(times: number, call: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let count = 0; count < times; count++) {
    const start = performance.now();
    await call();
    all.push(performance.now() - start);
  }
  return median(all);
}

/** Requests that are answered in a second, with ten clients. */
export async function atTen(times: number, call: () => Promise<unknown>): Promise<number> {
  let left = times;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: 10 }, client));
  return times / ((performance.now() - start) / 1000);
}
