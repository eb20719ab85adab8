import type { StackScope } from '../cloudformation/stack-scope.ts';
import { isObject, type Json, resourcesOf, type Template } from '../cloudformation/template.ts';
import { LocalError } from '../errors.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { FunctionDirectory } from '../lambda/function-directory.ts';
import { compilePattern, type Matcher } from './pattern.ts';

/** A rule of a bus, with the functions that it calls. */
export interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly matches: Matcher;
  readonly targets: readonly Target[];
}

export interface Target {
  readonly function: LambdaFunction;
  /** What the function gets in place of the event. */
  readonly input?: unknown;
}

const DEFAULT_BUS = 'default';

export function busNames(template: Template, scope: StackScope): string[] {
  const own = resourcesOf(template, 'AWS::Events::EventBus');
  return [DEFAULT_BUS, ...own.map(({ logicalId }) => String(scope.ref(logicalId)))];
}

/**
 * The rules of a stack that are enabled. A rule on a schedule, and a target that is no function of
 * the stack, do nothing here; `warn` is called for them.
 *
 * @throws {LocalError} `UNSUPPORTED` for a pattern or a target that is not supported here.
 */
export function readRules(
  template: Template,
  scope: StackScope,
  functions: FunctionDirectory,
  warn: (message: string) => void,
): Rule[] {
  return resourcesOf(template, 'AWS::Events::Rule').flatMap(({ logicalId, properties }) => {
    const { EventBusName, EventPattern, State, Targets } = scope.properties(properties);
    if (State === 'DISABLED') return [];
    if (EventPattern === undefined) {
      warn(`rule ${logicalId} has a schedule, which does not run on this machine`);
      return [];
    }
    const targets = (Array.isArray(Targets) ? Targets : []).flatMap((target) => {
      const found = readTarget(logicalId, target, functions);
      if (found === undefined) {
        warn(
          `rule ${logicalId} has a target that is not a function of the stack: it gets no events`,
        );
      }
      return found ?? [];
    });
    return [
      {
        name: logicalId,
        bus: nameOfBus(EventBusName),
        matches: compilePattern(EventPattern, `rule ${logicalId}`),
        targets,
      },
    ];
  });
}

function readTarget(rule: string, target: Json, functions: FunctionDirectory): Target | undefined {
  if (!isObject(target)) return undefined;
  const called = functions.find(String(target.Arn));
  if (called === undefined) return undefined;
  if (target.InputPath !== undefined || target.InputTransformer !== undefined) {
    throw new LocalError(
      'UNSUPPORTED',
      `rule ${rule} transforms its input, which is not supported here`,
    );
  }
  return target.Input === undefined
    ? { function: called }
    : { function: called, input: JSON.parse(String(target.Input)) };
}

/** A bus is named by its name or its ARN. */
export function nameOfBus(value: unknown): string {
  return value === undefined ? DEFAULT_BUS : String(value).replace(/^arn:.*:event-bus\//, '');
}
