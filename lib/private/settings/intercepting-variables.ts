import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { known } from '../errors';
import { type FunctionSettings, overrideOf } from './function-options';

/**
 * Variables by which Node.js, the SDK or Lambda runs other code in a function, believes other certificates, calls
 * somebody else or logs what goes over the wire.
 */
const NAMES: readonly RegExp[] = [
  /^AWS_LAMBDA_EXEC_WRAPPER$/,
  /^(AWS_ENDPOINT_URL|AWS_ENDPOINT_URL_\w+|AWS_CA_BUNDLE)$/,
  /^NODE_(PATH|DEBUG|DEBUG_NATIVE|EXTRA_CA_CERTS|USE_ENV_PROXY)$/,
  /^(SSL_CERT_FILE|SSL_CERT_DIR|OPENSSL_CONF|OPENSSL_MODULES|SSLKEYLOGFILE)$/,
  /^LD_(PRELOAD|LIBRARY_PATH|AUDIT)$/,
  /^(HTTP|HTTPS|ALL)_PROXY$/i,
];

/** Options of Node.js that do none of that; all others may. */
const HARMLESS =
  /^(--enable-source-maps|--no-(deprecation|warnings)|--(stack-trace-limit|stack_trace_limit|max-old-space-size|max_old_space_size|max-semi-space-size|dns-result-order)=[\w-]+|--trace-(deprecation|warnings|uncaught))$/;

/** Warns of variables that can be meant, and that let others see or do what the functions do. */
export function warnOfInterceptingVariables(
  scope: Construct,
  { functionOptions, functionOverrides }: FunctionSettings,
): void {
  const all = [
    ['functionOptions', functionOptions] as const,
    ...Object.entries(functionOverrides).map(([name, own]) => [overrideOf(name), own] as const),
  ];
  for (const [setting, { environment = {} }] of all) {
    const names = Object.keys(environment).filter((name) => intercepts(name, environment[name]));
    if (names.length === 0) continue;
    Annotations.of(scope).addWarningV2(
      'cdk-users-api:interceptingVariable',
      `${setting}.environment: got ${names.join(', ')}, expected none by which other code runs in the functions or ` +
        'their calls go elsewhere; what it points to sees passwords and tokens; leave it out, or acknowledge the warning if that is meant',
    );
  }
}

function intercepts(name: string, value: string | undefined): boolean {
  if (name !== 'NODE_OPTIONS') return NAMES.some((each) => each.test(name));
  const options = known(value)?.split(/\s+/).filter(Boolean);
  return options === undefined || !options.every((option) => HARMLESS.test(option));
}
