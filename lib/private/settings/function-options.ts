import { Duration } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { SETTINGS } from '../../contract/index.ts';
import { variableOf } from '../../contract/setting.ts';
import { FunctionLayout } from '../../function-layout';
import type { UsersFunctionOptions } from '../../users-function-options';
import type { UsersFunctionsProps } from '../../users-functions-props';
import { Found, known, UsersApiError } from '../errors';
import { given } from '../given';
import { checkInteger, checkLifetime } from './checks';

/** Options of functions, each of which can work by itself. */
export interface FunctionSettings {
  readonly functionLayout: 'per-action' | 'grouped';
  /** Of all functions. */
  readonly functionOptions: UsersFunctionOptions;
  /** Of some, by their names, on top of the others. */
  readonly functionOverrides: Readonly<Record<string, UsersFunctionOptions>>;
}

/** @throws when an option can't work for any function */
export function functionSettingsOf(props: UsersFunctionsProps): FunctionSettings {
  const functionOptions = given(props.functionOptions ?? {});
  const functionOverrides = given(props.functionOverrides ?? {});
  const { _kind: functionLayout } = props.functionLayout ?? FunctionLayout.perAction();
  const settings = { functionLayout, functionOptions, functionOverrides };
  check('functionOptions', functionOptions);
  for (const name of Object.keys(functionOverrides)) {
    check(overrideOf(name), optionsOf(settings, name));
  }
  return settings;
}

/** How an override is named in messages. */
export function overrideOf(name: string): string {
  return `functionOverrides[${JSON.stringify(name)}]`;
}

/** What is set of one function. In a VPC of its own nothing is left of the network of the others. */
export function optionsOf(
  { functionOptions, functionOverrides }: FunctionSettings,
  name: string,
): UsersFunctionOptions {
  const own = given(functionOverrides[name] ?? {});
  const others = Object.entries(functionOptions).filter(
    ([option]) => own.vpc === undefined || !(OF_VPC as readonly string[]).includes(option),
  );
  return {
    ...Object.fromEntries(others),
    ...own,
    environment: { ...functionOptions.environment, ...own.environment },
  };
}

function check(setting: string, options: UsersFunctionOptions): void {
  checkArchitecture(`${setting}.architecture`, options);
  checkNetwork(setting, options);
  checkVariables(`${setting}.environment`, Object.keys(options.environment ?? {}));
  checkInteger(`${setting}.memorySize`, options.memorySize, {
    ...{ min: 128, max: 10_240 },
    why: 'Lambda takes no other',
  });
  checkLifetime(`${setting}.timeout`, options.timeout, {
    max: Duration.minutes(15),
    why: 'Lambda takes no other',
  });
  checkConcurrency(setting, options);
  checkPrefix(`${setting}.functionNamePrefix`, options.functionNamePrefix);
  checkPrefix(`${setting}.roleNamePrefix`, options.roleNamePrefix);
}

function checkArchitecture(setting: string, { architecture }: UsersFunctionOptions): void {
  if (architecture === undefined) return;
  const taken = [Architecture.ARM_64, Architecture.X86_64].map(({ name }) => name);
  if (taken.includes(architecture.name)) return;
  throw new UsersApiError(setting, {
    got: architecture.name,
    expected: 'Architecture.ARM_64 or Architecture.X86_64',
    fix: 'leave it out for ARM_64',
  });
}

/** What says something about a VPC, and nothing without one. */
const OF_VPC = [
  'vpcSubnets',
  'securityGroups',
  'allowAllOutbound',
  'allowPublicSubnet',
  'ipv6AllowedForDualStack',
] as const;

function checkNetwork(setting: string, options: UsersFunctionOptions): void {
  const { vpc, securityGroups, allowAllOutbound } = options;
  const without = vpc ? undefined : OF_VPC.find((name) => options[name] !== undefined);
  if (without !== undefined) {
    throw new UsersApiError(`${setting}.${without}`, {
      got: new Found('one without vpc'),
      expected: 'both or neither, as it says something about a VPC',
      fix: `give ${setting}.vpc, too`,
    });
  }
  if (securityGroups !== undefined && allowAllOutbound !== undefined) {
    throw new UsersApiError(`${setting}.allowAllOutbound`, {
      got: new Found('one together with securityGroups'),
      expected: 'only one of the two',
      fix: 'set it on the security groups',
    });
  }
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const OF_LAMBDA: readonly string[] = [
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
];

/** Node.js takes any certificate with it, so anyone on the way reads what the functions call. */
const WITHOUT_TLS = 'NODE_TLS_REJECT_UNAUTHORIZED';

function checkVariables(setting: string, names: readonly string[]): void {
  const ours = SETTINGS.map(variableOf);
  for (const name of names) {
    const expected = ours.includes(name)
      ? 'none of a setting of the construct, which would have another value for its functions'
      : OF_LAMBDA.includes(name)
        ? 'none that Lambda sets itself'
        : name === WITHOUT_TLS
          ? 'none that takes certificates of anybody for those of AWS'
          : !/^[A-Za-z]\w+$/.test(name)
            ? 'letters, digits and underscores, at least two and a letter first'
            : undefined;
    if (expected === undefined) continue;
    const fix = name === WITHOUT_TLS ? 'leave it out' : 'give it another name';
    throw new UsersApiError(setting, { got: name, expected, fix });
  }
}

function checkConcurrency(setting: string, options: UsersFunctionOptions): void {
  const [reserved, provisioned] = [
    options.reservedConcurrentExecutions,
    options.provisionedConcurrentExecutions,
  ];
  const max = Number.MAX_SAFE_INTEGER;
  const why = 'Lambda takes no other';
  checkInteger(`${setting}.reservedConcurrentExecutions`, reserved, { min: 0, max, why });
  checkInteger(`${setting}.provisionedConcurrentExecutions`, provisioned, { min: 1, max, why });
  const [most, kept] = [known(reserved), known(provisioned)];
  if (most === undefined || kept === undefined || kept <= most) return;
  throw new UsersApiError(`${setting}.provisionedConcurrentExecutions`, {
    got: kept,
    expected: `at most the ${most} of reservedConcurrentExecutions`,
    fix: 'Lambda keeps no more ready than may run',
  });
}

/** Of what begins the name of a function or a role: what both may have. */
function checkPrefix(setting: string, prefix: string | undefined): void {
  const text = known(prefix);
  if (text === undefined || /^[\w-]+$/.test(text)) return;
  throw new UsersApiError(setting, {
    got: text,
    expected: 'letters, digits, hyphens and underscores',
    fix: "as in 'acme-'",
  });
}
