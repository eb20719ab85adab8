/** What a question of `npm run bench` is. */

export type Kind = 'ours' | 'peer' | 'floor';

/** One thing that is measured of every subject. */
export interface Figure {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  /** Whether more is better, as of requests a second. @default false */
  readonly more?: boolean;
  /** Whether a picture shows each of ours in a panel of its own with what is compared with it, as one takes far more than another. @default false */
  readonly apart?: boolean;
}

/** One that is measured: ours, a peer or a floor. */
export interface Subject {
  readonly name: string;
  readonly kind: Kind;
  /** Which of ours it is compared with. @default - the first */
  readonly beside?: string;
  /** Gets it ready to be measured. */
  start(keep: Keep): Promise<Measure>;
}

/** Measures it once: figures by name; one that it doesn't have is left out. */
export type Measure = () => Promise<Readonly<Record<string, number>>>;

/** Keeps what has to be stopped when a question has been answered, or has failed. */
export type Keep = (stop: () => unknown) => void;

export interface Question {
  /** Of its files in `results/`. */
  readonly name: string;
  readonly title: string;
  readonly figures: readonly Figure[];
  /** How often each is measured, one after the other. @default 5 */
  readonly rounds?: number;
  /** How often in a round, by turns, so that a machine which is slow for a second is slow for all. A round has their mean. @default 1 */
  readonly turns?: number;
  subjects(keep: Keep): Promise<readonly Subject[]>;
}
