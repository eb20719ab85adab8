import type { Stack } from 'aws-cdk-lib';

/** Makes something of a stack with some options of a struct, and with what else it needs. */
export type Case = (stack: Stack, options: object) => void;
