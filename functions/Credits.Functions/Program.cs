using Credits.Functions.Alerts;
using Credits.Functions.Configuration;
using Credits.Functions.Corrections;
using Credits.Functions.Deliveries;
using Credits.Functions.Due;
using Credits.Functions.Grants;
using Credits.Functions.Health;
using Credits.Functions.Holds;
using Credits.Functions.Http;
using Credits.Functions.Ingest;
using Credits.Functions.Journal;
using Credits.Functions.Mail;
using Credits.Functions.Purchases;
using Credits.Functions.Signals;
using Credits.Functions.Storage;
using Credits.Functions.Telemetry;
using Credits.Functions.TopUps;
using Credits.Functions.Usage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddTelemetry();
builder.AddApi();
builder.Services.AddStorage().AddUsage().AddIngest().AddPurchases().AddAlerts().AddMail().AddDeliveries().AddSignals().AddTopUps().AddSingleton<EarlierCorrections>().AddSingleton<EarlierGrants>().AddSingleton<HoldPlacement>().AddSingleton<DueScan>().AddSingleton<ChangedPlans>().AddSingleton<DueWork>().AddSingleton<HealthMemory>().AddSingleton<VerificationTurns>();
try
{
    var app = builder.Build();

    // The host would make its hosted services before it validates, and their clients would fail at the first setting that is wrong.
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartFaults.Of(e) is { } faults)
{
    // The Functions host logs a line of stderr as an error only if it says so.
    foreach (var fault in faults) await Console.Error.WriteLineAsync($"Error: {fault}");
    return 1;
}
