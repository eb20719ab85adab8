export * from './auth-backend';
export * from './authorizer-options';
export * from './jwt-algorithm';
export * from './password-policy';
export * from './same-site';
export * from './users-api';
export * from './users-api-props';
export * from './users-api-ref';
