import { EXCEPTIONS } from './exceptions.ts';

/** What a run of awslint says of this package, without its dependencies and without the exceptions. */
export function faultsOf(
  output: string,
  exceptions: Readonly<Record<string, string>> = EXCEPTIONS,
): readonly string[] {
  // Of the CDK, which is read along, it always says something.
  if (!output.includes('[awslint:')) return [`awslint has read nothing: ${output.slice(0, 500)}`];
  const found = [
    ...output.matchAll(/^(?:error|warning): \[awslint:([\w-]+):cdk-users-api\.([^\]]+)\] (.+)$/gm),
  ].map(([, rule, member, message]) => ({ place: `${rule}:${member}`, message }));
  const places = found.map(({ place }) => place);
  return [
    ...found
      .filter(({ place }) => !(place in exceptions))
      .map(({ place, message }) => `${place}: ${message}`),
    ...Object.keys(exceptions)
      .filter((place) => !places.includes(place))
      .map((place) => `${place}: is an exception, and awslint doesn't say it any more`),
  ];
}
