import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';

type Rules = NonNullable<IFlattenedRuleSet['forbidden']>;

/**
 * Looks at every import below some folders, types included.
 *
 * @returns a line for each import that breaks a rule, with what the rule says
 */
export async function brokenRules(
  folders: readonly string[],
  rules: Readonly<Rules>,
  baseDir = process.cwd(),
): Promise<string[]> {
  const { output } = await cruise([...folders], {
    baseDir,
    ruleSet: { forbidden: [...rules] },
    validate: true,
    tsPreCompilationDeps: true,
    // TypeScript 7 has no API to parse with yet.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    // What `npm run build` writes of bundles: their chunks import each other.
    exclude: { path: '^packages/cli/demo/' },
  });
  const { summary } = output as ICruiseResult;
  if (summary.totalCruised === 0) throw new Error(`there is no module in ${folders.join(', ')}`);
  return summary.violations.map(({ rule, from, to, cycle }) => {
    const comment = rules.find(({ name }) => name === rule.name)?.comment ?? '';
    const path = cycle ? cycle.map(({ name }) => name).join(' imports ') : to;
    return `${rule.name}: ${from} imports ${path}. ${comment}`;
  });
}
