export * from './auth-backend';
export * from './password-policy';
export * from './same-site';
export * from './users-api';
export * from './users-api-props';
export * from './users-api-ref';
