#!/usr/bin/env bash
# Writes the public API of every packable project into its PublicAPI.Unshipped.txt, as RS0016 and RS0017 ask for it.
# A reviewer then sees each change of the public surface as a line in the diff. Usage: eng/update-public-api.sh
set -euo pipefail
cd "$(dirname "$0")/.."

for api in src/*/PublicAPI.Unshipped.txt; do
  project=$(dirname "$api")
  echo '#nullable enable' > "$api"
  added=$(dotnet build "$project" --no-incremental -p:TreatWarningsAsErrors=false -v:q -nologo 2>&1 \
    | grep -F "$project/" | sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u) || true
  [ -z "$added" ] || printf '%s\n' "$added" >> "$api"
  echo "$api: $(($(wc -l < "$api") - 1)) symbols"
done
