import * as pulumi from "@pulumi/pulumi";
import { ComponentError } from "./errors.js";

const made = new WeakMap<pulumi.Resource, Map<string, pulumi.ProviderResource>>();

/**
 * Options of a driver's resource with the provider to use: the one that the user gave (`opts.provider`, or `opts.providers`
 * of the component or of what is above it), else the one that `make` builds from the settings, once a component; where
 * `make` gives none, Pulumi's own default provider of that package. Several accounts in one program work so.
 *
 * @param pkg Pulumi package of the resource, such as `aws`
 */
export function withProvider(
  pkg: string,
  opts: pulumi.CustomResourceOptions,
  make: (opts: pulumi.CustomResourceOptions) => pulumi.ProviderResource | undefined,
): pulumi.CustomResourceOptions {
  const given = givenProvider(pkg, opts);
  if (given) return { ...opts, provider: given };
  const { parent } = opts;
  const known = parent && made.get(parent)?.get(pkg);
  const provider = known ?? make(parent ? { parent } : {});
  if (!provider) return opts;
  if (parent && !known) {
    const ofParent = made.get(parent) ?? new Map<string, pulumi.ProviderResource>();
    made.set(parent, ofParent.set(pkg, provider));
  }
  return { ...opts, provider };
}

/** The provider that the user gave for the package, undefined if none. */
export function givenProvider(pkg: string, opts: pulumi.CustomResourceOptions): pulumi.ProviderResource | undefined {
  return opts.provider ?? opts.parent?.getProvider(`${pkg}:index:Any`);
}

/**
 * Fails the preview where the user's provider and the settings speak of two accounts or regions. What one of them does not
 * say is not compared.
 *
 * @param shown how the two are named in the error; a key is not
 */
export function requireAgreement(
  what: string,
  settings: pulumi.Input<string | undefined>,
  provider: pulumi.Input<string | undefined>,
  shown?: "hidden",
): pulumi.Output<string | undefined> {
  return pulumi.all([settings, whereKnown(provider)]).apply(([wanted, given]) => agreed(what, wanted, given, shown));
}

/**
 * A preview does not know an output that is absent, such as the profile of a provider that has none. What depends on it
 * would seem to change, and a name that seems to change is a replacement. So it is compared by the update alone.
 */
function whereKnown(said: pulumi.Input<string | undefined>): pulumi.Input<string | undefined> {
  if (!pulumi.Output.isInstance(said)) return said;
  const { isKnown } = said as unknown as { isKnown: Promise<boolean> };
  return pulumi.output(isKnown.then((known) => (known ? said : undefined)));
}

/** @throws ComponentError `ProviderDisagrees` */
export function agreed(what: string, wanted?: string, given?: string, shown?: "hidden"): string | undefined {
  if (wanted !== undefined && given !== undefined && wanted !== given) {
    const found = shown === "hidden" ? "two different ones" : `${JSON.stringify(wanted)} and ${JSON.stringify(given)}`;
    throw new ComponentError(
      "ProviderDisagrees",
      `${what}: expected the same in the placement's settings and in the provider of opts.providers, found ` +
        `${found}; give one of them, or the same in both`,
    );
  }
  return wanted ?? given;
}
