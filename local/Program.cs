using System.CommandLine;
using Credits.Local;
using Credits.Local.Demo;
using Credits.Local.Stack;

var port = new Option<int>("--port") { Description = "Where the API answers on 127.0.0.1; 0 is any free port", DefaultValueFactory = _ => 7071 };
var data = new Option<DirectoryInfo>("--data")
{
    Description = "Where all data live",
    DefaultValueFactory = _ => new(Path.Combine(SourceTree.LocalDirectory, ".data")),
};
var reset = new Option<bool>("--reset") { Description = "Begin without data" };
var verbose = new Option<bool>("--verbose") { Description = "Show the worker's and the stand-ins' log" };
var app = new Option<DirectoryInfo?>("--app") { Description = "A published app, to try before it is deployed; left out, the built one" };
var seconds = new Option<int?>("--seconds") { Description = "End the demo by itself after so many seconds" };

LocalStackOptions OptionsOf(ParseResult arguments, DirectoryInfo directory) =>
    new() { DataDirectory = directory.FullName, Port = arguments.GetValue(port), Reset = arguments.GetValue(reset), AppDirectory = arguments.GetValue(app)?.FullName ?? SourceTree.FunctionAppDirectory };

var serve = new Command("serve", "Runs the product without the demo, for your own apps and tests") { port, data, reset, verbose, app };
serve.SetAction((arguments, cancellation) =>
    Serving.Run(OptionsOf(arguments, arguments.GetValue(data)!), arguments.GetValue(verbose), cancellation));

var root = new RootCommand("Runs Credits.Functions on this machine: the demo, unless told otherwise") { port, data, reset, verbose, seconds };
root.Subcommands.Add(serve);
root.SetAction((arguments, cancellation) =>
    DemoRun.Run(OptionsOf(arguments, arguments.GetValue(data)!), arguments.GetValue(verbose), arguments.GetValue(seconds), cancellation));

// More than all parts may take together to end in order, one after the other: who is cut short leaves its children to their guards, and Azurite's data half written.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });
