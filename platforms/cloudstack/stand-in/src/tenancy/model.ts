import { ApiError, notOwner } from "../api-error.js";
import type { Call } from "../wire/command.js";

export interface Domain {
  id: string;
  name: string;
  path: string;
}

export interface Account {
  id: string;
  /** What the messages call "Domain Id". */
  domainNumber: number;
  name: string;
  domain: Domain;
  admin: boolean;
  limits: Limits;
}

/** What an account or project may have; a kind without an entry has no limit. */
export type Limits = Partial<Record<LimitKind, number>>;
export type LimitKind = "user_vm" | "public_ip" | "volume" | "snapshot" | "project" | "network" | "vpc";

/** Numbers of the resource types, as listResourceLimits has them. */
export const limitNumbers: Record<LimitKind, number> = {
  user_vm: 0,
  public_ip: 1,
  volume: 2,
  snapshot: 3,
  project: 5,
  network: 6,
  vpc: 7,
};

export interface Project {
  id: string;
  name: string;
  displaytext: string;
  owner: Account;
  created: Date;
  limits: Limits;
}

/** Whose an entity is: an account's, or a project's. */
export interface Tenant {
  account: Account;
  project?: Project;
}

/** The user behind an API key. */
export interface Caller {
  account: Account;
  userId: string;
  userName: string;
  apiKey: string;
  secret: string;
}

/** The tenant that a request makes something for. */
export function tenantOf({ caller, cloud, params }: Call): Tenant {
  const project = params.optionalEntity("projectid", cloud.projects);
  if (project && project.owner !== caller.account && !caller.account.admin) throw notOwner();
  return { account: caller.account, project };
}

/** The fields of every answer that say whose it is. */
export function tenantFields({ account, project }: Tenant) {
  const whose = project ? { projectid: project.id, project: project.name } : { account: account.name };
  return { ...whose, domainid: account.domain.id, domain: account.domain.name, domainpath: account.domain.path };
}

/** Whether a list shows it: a project's things only to who asks for the project, another account's only to an administrator. */
export function visible({ caller, cloud, params }: Call): (entity: { tenant: Tenant }) => boolean {
  const wanted = params.optional("projectid");
  if (wanted === "-1") return ({ tenant }) => mayUse(caller, tenant);
  const project = params.optionalEntity("projectid", cloud.projects);
  if (project) return ({ tenant }) => tenant.project === project && mayUse(caller, tenant);
  const all = caller.account.admin && (params.boolean("listall") === true || params.has("id"));
  return ({ tenant }) => tenant.project === undefined && (all || tenant.account === caller.account);
}

/** Refuses what another account owns. */
export function own<T extends { tenant: Tenant }>({ caller }: Call, entity: T): T {
  if (!mayUse(caller, entity.tenant)) throw notOwner();
  return entity;
}

function mayUse(caller: Caller, tenant: Tenant): boolean {
  return caller.account.admin || (tenant.project?.owner ?? tenant.account) === caller.account;
}

/** Refuses one more of a kind than the tenant may have. */
export function withinLimit(tenant: Tenant, kind: LimitKind, used: number): void {
  const limit = (tenant.project ?? tenant.account).limits[kind];
  if (limit === undefined || used < limit) return;
  const whose = tenant.project
    ? `Project Name = ${tenant.project.name}`
    : `Account Name = ${tenant.account.name} in Domain Id = ${tenant.account.domainNumber}`;
  throw new ApiError(
    535,
    `Maximum amount of resources of Type = '${kind}', tag = 'null' for ${whose} is exceeded: Account Resource Limit = ${limit}, ` +
      `Current Account Resource Amount = ${used}, Current Account Resource Reservation = 0, Requested Resource Amount = 1.`,
  );
}

export function sameTenant(a: Tenant): (entity: { tenant: Tenant }) => boolean {
  return ({ tenant }) => tenant.account === a.account && tenant.project === a.project;
}
