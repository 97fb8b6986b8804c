namespace Credits.Local;

/// <summary>The stand-ins' web servers.</summary>
internal static class Servers
{
    /// <summary>A server that takes nothing from where the stack was started.</summary>
    /// <remarks>The current folder, which is the default, would be watched for configuration with all that is below it: often with the data, at every write.</remarks>
    public static WebApplicationBuilder NewBuilder() => WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
}
