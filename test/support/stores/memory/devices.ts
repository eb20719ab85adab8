import type { NewEvent } from '../../../../lambda/users/events/event.ts';
import type { KnownDevice, KnownDevices } from '../../../../lambda/users/login/known-devices.ts';
import type { MemoryCalls } from './calls.ts';
import type { MemoryTable } from './table.ts';

export class MemoryKnownDevices implements KnownDevices {
  readonly #table: MemoryTable;
  readonly #calls: MemoryCalls;

  constructor(table: MemoryTable, calls: MemoryCalls) {
    this.#table = table;
    this.#calls = calls;
  }

  devicesOf(userId: string) {
    this.#table.calls.push('devicesOf');
    return this.#calls.read('devicesOf', () =>
      [...this.#table.devices].flatMap(([key, until]) => {
        const [user, device = ''] = key.split(' ');
        return user === userId ? [{ userId, device, until }] : [];
      }),
    );
  }

  async addDevice({ userId, device, until }: KnownDevice, now: Date, event?: NewEvent) {
    this.#table.calls.push('addDevice');
    const key = `${userId} ${device}`;
    await this.#calls.single('addDevice', () => {
      const known = this.#table.devices.get(key);
      if (known && known > now) return;
      this.#table.devices.set(key, until);
      if (event) this.#table.carry(`device ${key}`, event, { kind: 'device', userId, event });
    });
  }

  async keepDevice({ userId, device, until }: KnownDevice) {
    this.#table.calls.push('keepDevice');
    const key = `${userId} ${device}`;
    await this.#calls.single('keepDevice', () => {
      if (this.#table.devices.has(key)) this.#table.devices.set(key, until);
    });
  }
}
