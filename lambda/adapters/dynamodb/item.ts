import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';

/** One item of the table as lib-dynamodb reads and writes it. */
export type Item = Record<string, NativeAttributeValue>;
