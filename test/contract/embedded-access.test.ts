import { embeddedGround } from '../client/ground.ts';
import { impersonationContract } from './impersonation.ts';
import { rightsContract } from './rights.ts';

const ground = embeddedGround();

rightsContract(ground);
impersonationContract(ground);
