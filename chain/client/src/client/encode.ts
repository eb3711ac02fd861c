import { stringToU8a, u8aToHex } from "@polkadot/util";
import {
  wish as defaults,
  type Attribute,
  type Network,
  type OfferTerms,
  type Profile,
  type Request,
  type Selection,
  type Wish,
} from "../wish.js";

/** As hex: text that happens to look like hex would be taken for bytes. */
const label = (text: string) => u8aToHex(stringToU8a(text));
const network = (name: Network) => (typeof name === "number" ? { As: name } : { Name: label(name) });
const attribute = ({ key, value }: Attribute) => ({ key: label(key), value: label(value) });
const selection = (how: Selection) => (typeof how === "string" ? how : { Candidates: [...how.candidates] });

export function profile({ regions, networks, attributes, terms }: Profile) {
  return {
    regions: regions.map(label),
    networks: networks.map(network),
    attributes: attributes.map(attribute),
    terms,
  };
}

function wish({ criteria, ...how }: Wish) {
  return {
    selection: selection(how.selection),
    elastic: how.elastic,
    follow: how.follow,
    maxSetup: how.maxSetup,
    patience: how.patience,
    criteria: {
      regions: criteria.regions.map(label),
      notRegions: criteria.notRegions.map(label),
      notNetworks: criteria.notNetworks.map(network),
      prefer: [...criteria.prefer],
      refuse: [...criteria.refuse],
      attributes: criteria.attributes.map(attribute),
      terms: [...criteria.terms],
      apart: criteria.apart,
    },
  };
}

export function request({ typeId, descriptor, maxPrice, funds, wish: asked = defaults() }: Request) {
  return { typeId, descriptor, maxPrice, funds, wish: wish(asked) };
}

export function offerTerms({ price, capacity, elastic = null, setupBlocks }: OfferTerms) {
  return { price, elastic, capacity, setupBlocks };
}
