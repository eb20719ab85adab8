import { hash, timingSafeEqual } from 'node:crypto';
import { trustedProxy } from '../../lib/contract/client-address.ts';
import type { Runtime } from './runtime.ts';

/** The proxy in front of the API, by the secret that only it sends; `undefined` where there is none. */
export function trustedProxyOf(rt: Runtime) {
  const settings = rt.get(trustedProxy);
  if (settings === undefined) return undefined;
  const { header, secretArn, required } = settings;
  return {
    header,
    required,
    async knows(presented: string): Promise<boolean> {
      // Loaded for the actions that are asked, as most others need no client of Secrets Manager.
      const { proofs } = await import('./secrets.ts');
      return proofs(rt, secretArn).verifies(({ material }) => isSame(material, presented));
    },
  };
}

/** In constant time. */
function isSame(material: Uint8Array, presented: string): boolean {
  return timingSafeEqual(hash('sha256', material, 'buffer'), hash('sha256', presented, 'buffer'));
}
