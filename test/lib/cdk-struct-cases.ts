import { type CASES, metric, usersApi } from './struct-cases';

/** Each struct of the CDK that the public API takes, by every way that takes it. */
export const CASES_OF_CDK: typeof CASES = {
  MetricOptions: {
    'UsersApiMetrics.metric()': metric((metrics, options) => metrics.metric('Logins', options)),
    'UsersApiMetrics.errors()': metric((metrics, options) => metrics.errors(options)),
    'UsersApiMetrics.logins()': metric((metrics, options) => metrics.logins(options)),
    'UsersApiMetrics.failedLogins()': metric((metrics, options) => metrics.failedLogins(options)),
    'UsersApiMetrics.lockouts()': metric((metrics, options) => metrics.lockouts(options)),
    'UsersApiMetrics.registrations()': metric((metrics, options) => metrics.registrations(options)),
    'UsersApiMetrics.outdatedHashes()': metric((metrics, options) =>
      metrics.outdatedHashes(options),
    ),
    'UsersApiMetrics.uncheckedPasswords()': metric((metrics, options) =>
      metrics.uncheckedPasswords(options),
    ),
    'UsersApiMetrics.eventAge()': metric((metrics, options) => metrics.eventAge(options)),
    'UsersApiMetrics.undeliveredEvents()': metric((metrics, options) =>
      metrics.undeliveredEvents(options),
    ),
    'UsersApiMetrics.eventsSetAside()': metric((metrics, options) =>
      metrics.eventsSetAside(options),
    ),
    'UsersApiMetrics.undeliveredObjects()': metric((metrics, options) =>
      metrics.undeliveredObjects(options),
    ),
    'UsersApiMetrics.droppedEvents()': metric((metrics, options) => metrics.droppedEvents(options)),
    'UsersApiMetrics.readRecords()': metric((metrics, options) => metrics.readRecords(options)),
    'UsersApiMetrics.requests()': metric((metrics, options) => metrics.requests(options)),
    'UsersApiMetrics.clientErrors()': metric((metrics, options) => metrics.clientErrors(options)),
    'UsersApiMetrics.serverErrors()': metric((metrics, options) => metrics.serverErrors(options)),
    'UsersApiMetrics.latency()': metric((metrics, options) => metrics.latency(options)),
    'UsersApiMetrics.functionInvocations()': metric((metrics, options) =>
      metrics.functionInvocations('get-me', options),
    ),
    'UsersApiMetrics.functionErrors()': metric((metrics, options) =>
      metrics.functionErrors('get-me', options),
    ),
    'UsersApiMetrics.functionDuration()': metric((metrics, options) =>
      metrics.functionDuration('get-me', options),
    ),
    'UsersApiMetrics.functionThrottles()': metric((metrics, options) =>
      metrics.functionThrottles('get-me', options),
    ),
  },
  OnEventOptions: {
    'UsersApi.onAfterRegister()': (stack, options) =>
      usersApi(stack).onAfterRegister('Registered', options),
  },
  ThrottleSettings: {
    'UsersApi.throttle': (stack, throttle) => usersApi(stack, { throttle }),
  },
};
