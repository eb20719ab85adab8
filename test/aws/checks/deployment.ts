import { firstKeys } from '../../deploy/support/deployed-app.ts';
import type { Context } from '../check.ts';
import { deploy, systemOf } from '../deployment.ts';
import { differs, type Findings, pass } from '../finding.ts';

/** Seconds in which the first keys are claimed to be there. */
const FIRST_KEYS = 60;

export async function checkDeployment(context: Context): Promise<Findings> {
  const began = Date.now();
  await deploy(context);
  const deployed = Date.now();
  const { main, refresh, oauth } = context.stacks;
  for (const stack of [main, refresh, oauth]) await firstKeys(await systemOf(context, stack));
  const seconds = (Date.now() - deployed) / 1000;
  const seen = `${seconds.toFixed(1)} s after the deployment`;
  return {
    deploys: pass(`in ${((deployed - began) / 1000).toFixed(0)} s`),
    'first-keys': seconds <= FIRST_KEYS ? pass(seen) : differs(seen),
  };
}
