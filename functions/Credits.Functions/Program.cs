using Credits.Functions.Alerts;
using Credits.Functions.Configuration;
using Credits.Functions.Corrections;
using Credits.Functions.Deliveries;
using Credits.Functions.Due;
using Credits.Functions.Grants;
using Credits.Functions.Holds;
using Credits.Functions.Http;
using Credits.Functions.Ingest;
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

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddTelemetry();
builder.AddApi();
builder.Services.AddStorage().AddUsage().AddIngest().AddPurchases().AddAlerts().AddMail().AddDeliveries().AddSignals().AddTopUps().AddSingleton<EarlierCorrections>().AddSingleton<EarlierGrants>().AddSingleton<HoldPlacement>().AddSingleton<DueScan>().AddSingleton<DueWork>();
try
{
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception e) when (StartFaults.Of(e) is { } faults)
{
    foreach (var fault in faults) await Console.Error.WriteLineAsync(fault);
    return 1;
}
