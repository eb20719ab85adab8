/**
 * Names of the metrics that the functions print and the construct reads. Pure data, without imports,
 * so that both sides can have it.
 */

/** CloudWatch namespace. */
export const METRIC_NAMESPACE = 'UsersApi';

/**
 * Counts of requests, each printed by the one function that answers them; names that were locked; hashes that logins replace; new passwords that
 * no service for breached ones has seen; events that can never be published; and what any function failed to do.
 */
export type CountMetric =
  | 'Logins'
  | 'FailedLogins'
  | 'Lockouts'
  | 'OutdatedHashes'
  | 'Registrations'
  | 'UncheckedPasswords'
  | 'SetAsideEvents'
  | 'Errors';

/** The table's name tells one users API from another; a login also has its backend. */
export type MetricDimension = 'TableName' | 'Backend';
