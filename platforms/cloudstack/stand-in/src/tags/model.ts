import { jobFailure } from "../api-error.js";
import type { Tenant } from "../tenancy/model.js";

export interface Tag {
  key: string;
  value: string;
  resourceType: string;
  resourceId: string;
  tenant: Tenant;
}

/**
 * Tags lie apart from what they mark, as in CloudStack's own tables: the tags of an address outlive its release, because the address itself
 * stays in the zone's range.
 */
export class Tags {
  private readonly rows: Tag[] = [];

  add(tag: Tag): void {
    if (this.find(tag.resourceId, tag.key)) {
      throw jobFailure(530, `tag ${tag.key} already on ${tag.resourceType} with id ${tag.resourceId}`);
    }
    this.rows.push(tag);
  }

  /** `value` undefined removes the key whatever its value. */
  remove(resourceId: string, key: string, value: string | undefined): void {
    const index = this.rows.findIndex(
      (t) => t.resourceId === resourceId && t.key === key && (value === undefined || t.value === value),
    );
    if (index >= 0) this.rows.splice(index, 1);
  }

  /** All tags of what is gone for ever. */
  removeAll(resourceId: string): void {
    for (const tag of this.rows.filter((t) => t.resourceId === resourceId)) this.remove(resourceId, tag.key, undefined);
  }

  of(resourceId: string): { key: string; value: string }[] {
    return this.rows.filter((t) => t.resourceId === resourceId).map(({ key, value }) => ({ key, value }));
  }

  /** Whether it bears all of these; a tag without a value asks for the key alone. */
  matches(resourceId: string, wanted: Map<string, string | undefined>): boolean {
    return [...wanted].every(([key, value]) => {
      const tag = this.find(resourceId, key);
      return tag !== undefined && (value === undefined || tag.value === value);
    });
  }

  all(): readonly Tag[] {
    return this.rows;
  }

  private find(resourceId: string, key: string): Tag | undefined {
    return this.rows.find((t) => t.resourceId === resourceId && t.key === key);
  }
}
