/**
 * Only the options that have a value: an option that is `undefined`, as `None` of Python or `null` of Java comes
 * out of jsii, is an option left out, also where options are spread over defaults.
 */
export function given<Options extends object>(options: Options): Options {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Options;
}
