import { requestCases } from './support/requests.ts';

requestCases('accounts');
