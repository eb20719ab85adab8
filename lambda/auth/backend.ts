import type { Strategy } from './strategy.ts';
import type { Transport } from './transport.ts';

/** An authentication backend: how a credential travels, and what it is. */
export interface Backend {
  /** Segment of the backend's login route. */
  readonly name: string;
  readonly transport: Transport;
  readonly strategy: Strategy;
}
