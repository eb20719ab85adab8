import { readFileSync } from 'node:fs';
import { type Deployment, deployedSystem } from '../../deploy/support/deployed-system.ts';
import type { DeploymentPlace } from '../../deploy/support/place.ts';
import type { RunningSystem, Start } from '../../e2e/support/start.ts';

/** The variable with the name of a file of `Deployed`. */
export const DEPLOYED_VARIABLE = 'VERIFY_AWS_DEPLOYED';

/** What the suites have to know of a run. */
export interface Deployed {
  readonly place: Pick<DeploymentPlace, 'endpoint' | 'clientConfig'>;
  readonly main: Deployment;
  readonly refresh: Deployment;
  readonly oauth: Deployment;
  /** Addresses of the APIs that users of `main` are before. */
  readonly guarded: { readonly other: string; readonly rest: string; readonly chat: string };
  readonly issuer: string;
}

export function readDeployed(): Deployed {
  return JSON.parse(readFileSync(String(process.env[DEPLOYED_VARIABLE]), 'utf8'));
}

/** Starts nothing, and stops nothing: it is there. */
export function there(name: 'main' | 'refresh' | 'oauth', cookieName?: string): Start {
  return async (): Promise<RunningSystem> => {
    const { place, ...deployed } = readDeployed();
    const deployment = { ...deployed[name], ...(cookieName !== undefined && { cookieName }) };
    return { ...deployedSystem(place, deployment), stop: async () => {} };
  };
}
