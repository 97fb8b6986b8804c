using Credits.Functions.Corrections;
using Credits.Functions.Due;
using Credits.Functions.Grants;
using Credits.Functions.Holds;
using Credits.Functions.Http;
using Credits.Functions.Ingest;
using Credits.Functions.Purchases;
using Credits.Functions.Storage;
using Credits.Functions.Usage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddApi();
builder.Services.AddStorage().AddUsage().AddIngest().AddPurchases().AddSingleton<EarlierCorrections>().AddSingleton<EarlierGrants>().AddSingleton<HoldPlacement>().AddSingleton<DueScan>().AddSingleton<DueWork>();
await builder.Build().RunAsync();
