/** Points and radii come in; miles, and the next radius to try, come out. */

/** @typedef {readonly [number, number]} Point latitude and longitude in degrees */

/** The radii that a reader can choose, in miles. */
export const RADII = Object.freeze([5, 10, 25, 50, 100]);

const EARTH_RADIUS_MILES = 3958.8; // the mean radius, 6,371 km: as the build measures

/**
 * Great-circle miles between two points (haversine formula).
 *
 * @param {Point} a
 * @param {Point} b
 */
export function miles([latitudeA, longitudeA], [latitudeB, longitudeB]) {
  const north = radians(latitudeB - latitudeA);
  const east = radians(longitudeB - longitudeA);
  const shrink = Math.cos(radians(latitudeA)) * Math.cos(radians(latitudeB));
  const haversine = Math.sin(north / 2) ** 2 + shrink * Math.sin(east / 2) ** 2;
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

/** @param {number} degrees */
function radians(degrees) {
  return (degrees * Math.PI) / 180;
}

/**
 * The next wider radius, or null when there is none.
 *
 * @param {number} within miles
 * @returns {number | null}
 */
export function widening(within) {
  return RADII.find((radius) => radius > within) ?? null;
}
