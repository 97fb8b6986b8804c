#!/usr/bin/env bash
# Deploys the templates and the app to a resource group, then asks the app how it is. Needs the Azure CLI, logged in, and the .NET SDK.
# The secrets come from the environment, as the .bicepparam files read them: OPERATOR_KEY_HASH, STRIPE=true, STRIPE_API_KEY, STRIPE_WEBHOOK_SECRET, ALERT_EMAIL.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage="usage: scripts/deploy.sh --environment dev|prod --resource-group NAME [--what-if] [--package FILE.zip]"
environment="" group="" what_if=false package=""
while (($# > 0)); do
    case $1 in
        --environment) environment=${2:?$usage}; shift 2 ;;
        --resource-group) group=${2:?$usage}; shift 2 ;;
        --package) package=${2:?$usage}; shift 2 ;;
        --what-if) what_if=true; shift ;;
        *) echo "$usage" >&2; exit 2 ;;
    esac
done
[[ -f infra-bicep/$environment.bicepparam && -n $group ]] || { echo "$usage" >&2; exit 2; }

# A deployment without them switches them off again, so it is said before.
stripe=$([[ ${STRIPE:-} == true ]] && echo With || echo Without)
echo "$stripe Stripe; alerts are mailed to ${ALERT_EMAIL:-nobody}."

if $what_if; then
    # Whoever only asks need not be allowed to write.
    exec az deployment group what-if --resource-group "$group" --parameters "infra-bicep/$environment.bicepparam" --validation-level ProviderNoRbac
fi

outputs=$(az deployment group create --resource-group "$group" --parameters "infra-bicep/$environment.bicepparam" --query properties.outputs --output json)
output() { grep -A3 "\"$1\"" <<<"$outputs" | sed -n 's/.*"value": "\(.*\)".*/\1/p'; }
app=$(output functionApp) api=$(output api)
[[ -n $app && -n $api ]] || { echo "The deployment has no outputs; look at it in the portal." >&2; exit 1; }

if [[ -z $package ]]; then
    published=$(mktemp -d)
    trap 'rm -rf "$published"' EXIT
    # Compiled ahead for what it runs on: fewer methods wait for the compiler before the first answer.
    dotnet publish functions/Credits.Functions --configuration Release --runtime linux-x64 --no-self-contained -p:PublishReadyToRun=true --output "$published/app"
    package=$published/app.zip
    (cd "$published/app" && zip -qr "$package" .)
fi

# The app reads its secrets from the vault anew: one with another value stands in the same setting, and would be known within a day only.
az rest --method post --url "$(az functionapp show --resource-group "$group" --name "$app" --query id --output tsv)/config/configreferences/appsettings/refresh?api-version=2022-03-01" --output none ||
    echo "The app was not told to read its secrets anew: changed ones count within a day, or once you refresh the references to the vault." >&2

# The way back is this script again, from the release before or with its zip (--package). After a first deployment Azure may need some minutes until
# the app's identity may use the container of packages, and refuses meanwhile.
attempts=5 pause=30
for ((attempt = 1; ; attempt++)); do
    az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$package" --output none && break
    ((attempt < attempts)) || { echo "Publishing failed $attempts times; Azure's reason is above." >&2; exit 1; }
    sleep "$pause"
done

# An instance starts, reads its settings and answers: for that it gets five minutes.
deadline=$((SECONDS + 300))
until curl --fail --silent --show-error --max-time 20 "$api/health"; do
    ((SECONDS < deadline)) || { echo "The app does not say that it is well: $api/health. Go back by deploying the release before, or its zip with --package." >&2; exit 1; }
    sleep 5
done
echo
echo "Deployed. API: $api"
