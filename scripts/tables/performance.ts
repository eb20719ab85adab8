/** The tables of `docs/performance.md`, from what `npm run bench` has measured. */
import { saved } from '../../bench/result.ts';
import { figuresTable, measuredOn, ratiosTable } from '../../bench/tables.ts';

const figuresOf = (question: string) => () => figuresTable(saved(question));
const ratiosOf = (question: string) => () => ratiosTable(saved(question));

/** By the names in the markers. */
export const PERFORMANCE = {
  'bench-machine': () => measuredOn(saved('requests').machine),
  'bench-requests': figuresOf('requests'),
  'bench-requests-ratios': ratiosOf('requests'),
  'bench-cold': figuresOf('cold'),
  'bench-cold-ratios': ratiosOf('cold'),
  'bench-warm': figuresOf('warm'),
  'bench-warm-ratios': ratiosOf('warm'),
  'bench-bundles': figuresOf('bundles'),
  'bench-growth': figuresOf('growth'),
  'bench-growth-ratios': ratiosOf('growth'),
  'bench-synth': figuresOf('synth'),
  'bench-start': figuresOf('start'),
  'bench-cost': figuresOf('cost'),
} as const satisfies Readonly<Record<string, () => string>>;
