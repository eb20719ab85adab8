import { requestCases } from './support/requests.ts';

requestCases('logins');
