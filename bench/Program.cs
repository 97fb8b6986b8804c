using System.CommandLine;
using BenchmarkDotNet.Running;
using Credits.Bench.EndToEnd;
using Credits.Bench.Micro;

var micro = new Command("micro", "Measures the steps of an event's way one by one; further arguments are BenchmarkDotNet's, such as --filter *Parse*") { TreatUnmatchedTokensAsErrors = false };
micro.SetAction(arguments => BenchmarkSwitcher.FromAssembly(typeof(PerEvent).Assembly)
    .Run(arguments.UnmatchedTokens is { Count: > 0 } own ? [.. own] : ["--filter", "*"], new PerEvent()));

var events = new Option<int>("--events") { Description = "How many events are measured", DefaultValueFactory = _ => 200_000 };
var accounts = new Option<int>("--accounts") { Description = "How many accounts they are of: 1 is one hot account, more are drawn by Zipf's law with s = 1.1", DefaultValueFactory = _ => 1 };
var seed = new Option<int>("--seed") { Description = "Gives the same events again", DefaultValueFactory = _ => 1 };
var presend = new Option<bool>("--presend") { Description = "Measure only how the worker drains: it is stopped (SIGSTOP) until every event is in the hub" };
var runs = new Option<int>("--runs") { Description = "How many measured runs follow the warm-up, each on accounts of its own", DefaultValueFactory = _ => 1 };

var endToEnd = new Command("end-to-end", "Measures from sending to booked, with everything on this machine, and checks every credit") { events, accounts, seed, presend, runs };
endToEnd.SetAction((arguments, cancellation) => Measurement.Run(
    new(arguments.GetValue(events), arguments.GetValue(accounts), arguments.GetValue(seed), arguments.GetValue(presend)), arguments.GetValue(runs), cancellation));

var rate = new Option<int>("--rate") { Description = "Events a second", DefaultValueFactory = _ => 100 };
var among = new Option<int>("--accounts") { Description = "Of how many accounts, each as likely as the other", DefaultValueFactory = _ => 1_000 };
var lasting = new Option<int>("--seconds") { Description = "For how long they are sent", DefaultValueFactory = _ => 120 };
var waits = new Option<int[]>("--waits") { Description = "For how many seconds events wait for a fuller batch (maxWaitTime); several are measured one after the other, 0 is not to wait", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0, 10, 30] };
var fuller = new Option<int>("--min-batch") { Description = "How many events they wait for (minEventBatchSize)", DefaultValueFactory = _ => 5_000 };
var steady = new Command("steady", "Measures how many events come in a batch and a commit, and how old balances are, when events come steadily and wait or don't") { rate, among, lasting, waits, fuller };
steady.SetAction((arguments, cancellation) => Steady.Run(
    arguments.GetValue(rate), arguments.GetValue(among), arguments.GetValue(lasting), arguments.GetValue(waits)!, arguments.GetValue(fuller), cancellation));

var gate = new Command("gate", "Measures checks, estimates, holds, captures and debits over HTTP, by 1 and 16 clients, on one account and on many");
gate.SetAction((_, cancellation) => Gate.Run(cancellation));

var seconds = new Option<int>("--seconds") { Description = "How long they fight", DefaultValueFactory = _ => 60 };
var clients = new Option<int>("--clients") { Description = "How many clients fight for the account", DefaultValueFactory = _ => 64 };
var contend = new Command("contend", "Lets many clients fight for one account, and proves that nothing was oversold, lost or booked twice") { seconds, clients };
contend.SetAction((arguments, cancellation) => Contention.Run(arguments.GetValue(clients), TimeSpan.FromSeconds(arguments.GetValue(seconds)), cancellation));

var sent = new Option<int>("--events") { Description = "How many events are sent", DefaultValueFactory = _ => 50_000 };
var drawn = new Option<int>("--seed") { Description = "Gives the same events and moments again", DefaultValueFactory = _ => Random.Shared.Next() };
var kills = new Command("kills", "Kills the worker 10 times and the whole stack 3 times while events are sent, and proves that none was lost or booked twice") { sent, drawn };
kills.SetAction((arguments, cancellation) => Kills.Run(arguments.GetValue(sent), arguments.GetValue(drawn), cancellation));

var due = new Option<int>("--accounts") { Description = "How many accounts are due at once", DefaultValueFactory = _ => 5_000 };
var backlog = new Command("due", "Measures how fast expired grants and lapsed holds of idle accounts are booked by timer, queue and worker") { due };
backlog.SetAction((arguments, cancellation) => DueBacklog.Run(arguments.GetValue(due), cancellation));

var app = new Option<DirectoryInfo?>("--app") { Description = "A published app, instead of the built one" };
var starts = new Option<int>("--starts") { Description = "How many workers are started; the local host gives up after five that did not last", DefaultValueFactory = _ => 4 };
var coldStart = new Command("cold-start", "Measures from a worker's start to its first answer") { app, starts };
coldStart.SetAction((arguments, cancellation) => ColdStart.Run(arguments.GetValue(app), arguments.GetValue(starts), cancellation));

return await new RootCommand("Measures Credits.Functions") { micro, endToEnd, steady, gate, contend, kills, backlog, coldStart }.Parse(args).InvokeAsync();
