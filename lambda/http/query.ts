import { ValidationError } from './errors.ts';
import type { Call } from './request.ts';

/** @throws ValidationError for a parameter that is given twice, which is ambiguous */
export function readQuery({ rawQueryString }: Call): Record<string, string> {
  const parameters = new URLSearchParams(rawQueryString);
  const names = [...parameters.keys()];
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  if (repeated.length > 0) {
    throw new ValidationError(
      repeated.map((name) => ({
        loc: ['query', name],
        msg: 'Parameter should be given once',
        type: 'repeated',
      })),
    );
  }
  return Object.fromEntries(parameters);
}

/** The value of a parameter that is given once. */
export function singleParameter({ rawQueryString }: Call, name: string): string | undefined {
  const [value, ...others] = new URLSearchParams(rawQueryString).getAll(name);
  return others.length > 0 ? undefined : value;
}
