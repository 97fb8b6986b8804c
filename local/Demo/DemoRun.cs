using Credits.Local.Stack;

namespace Credits.Local.Demo;

internal static class DemoRun
{
    public static Task<int> Run(LocalStackOptions options, bool verbose, int? seconds, CancellationToken cancellation) =>
        Serving.Run(options, verbose, cancellation);
}
