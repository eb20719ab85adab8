import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Action } from '../../contract/action.ts';
import { handlerOf } from './code';
import type { Context } from './context';
import { provisionsOf } from './provisions';
import { UsersFunction } from './users-function';

export interface ActionFunctionProps extends Context {
  readonly action: Action;
  readonly name: string;
  /** Of several functions of one action. Default: one of its own. */
  readonly logGroup?: () => ILogGroup;
}

/** One action's Lambda function, with the variables and the rights of its row. */
export class ActionFunction extends UsersFunction {
  constructor(scope: Construct, props: ActionFunctionProps) {
    const { action, name, settings, resources, logGroup, ...own } = props;
    super(scope, {
      ...{ name, settings, resources, logGroup },
      members: [{ action, ...own }],
      description: describe(props),
      handler: handlerOf(action),
      provisions: provisionsOf(scope, action, props),
    });
  }
}

/** Lambda takes 256 characters: names of backends that don't fit are counted. */
function describe({ action, backends, client }: ActionFunctionProps): string {
  if (client !== undefined) return `${action.summary} Client: ${client.name}.`;
  if (backends === undefined) return action.summary;
  const names = backends.map(({ name }) => name);
  const described = names.map((_, index) => {
    const shown = names.slice(0, names.length - index).join(', ');
    return `${action.summary} Backend: ${shown}${index === 0 ? '' : ` and ${index} more`}.`;
  });
  return described.find(({ length }) => length <= 256) ?? action.summary;
}
