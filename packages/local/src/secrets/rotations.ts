import { randomUUID } from 'node:crypto';
import type { StackScope } from '../cloudformation/stack-scope.ts';
import { resourcesOf, type Template } from '../cloudformation/template.ts';
import type { FunctionDirectory } from '../lambda/function-directory.ts';
import type { SecretStore } from './secret-store.ts';

/** In this order, each after the one before has succeeded. */
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

/**
 * Rotation by the functions that the template's schedules name. As Secrets Manager does, it rotates
 * a secret once when its schedule is new, unless that says otherwise; unlike it, not by the calendar
 * after that.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export class Rotations {
  readonly #store: SecretStore;
  readonly #functions: FunctionDirectory;
  /** ARNs of functions by the ARNs of their secrets. */
  readonly #schedules: ReadonlyMap<string, { readonly called: string; readonly atOnce: boolean }>;

  constructor(
    template: Template,
    scope: StackScope,
    store: SecretStore,
    functions: FunctionDirectory,
  ) {
    this.#store = store;
    this.#functions = functions;
    this.#schedules = new Map(
      resourcesOf(template, 'AWS::SecretsManager::RotationSchedule').map(({ properties }) => {
        const { SecretId, RotationLambdaARN, RotateImmediatelyOnUpdate } =
          scope.properties(properties);
        const atOnce = RotateImmediatelyOnUpdate !== false;
        return [String(SecretId), { called: String(RotationLambdaARN), atOnce }];
      }),
    );
  }

  /** ARNs of the secrets that have never been rotated, and should be. */
  get due(): string[] {
    return [...this.#schedules].flatMap(([arn, { atOnce }]) =>
      atOnce && !this.#store.find(arn)?.rotated ? [arn] : [],
    );
  }

  /**
   * Fills the secrets that have never been rotated. A failure shows where the function's others do.
   */
  async begin(): Promise<void> {
    await Promise.all(this.due.map((arn) => this.rotate(arn)));
  }

  /** The id of the new version; undefined for a secret without a function of the stack. */
  async rotate(arn: string): Promise<string | undefined> {
    const called = this.#functions.find(this.#schedules.get(arn)?.called ?? '');
    if (called === undefined) return undefined;
    const ClientRequestToken = randomUUID();
    for (const Step of STEPS) {
      const result = await called.invoke({ Step, SecretId: arn, ClientRequestToken });
      if (!result.ok) return ClientRequestToken;
    }
    this.#store.markRotated(arn);
    return ClientRequestToken;
  }
}
