namespace Credits.Functions.Configuration;

/// <summary>A section of app settings that tells what is wrong with it. The app does not start with a setting that is.</summary>
public interface ICheckedOptions
{
    /// <summary>The section: app settings are called by it, two underscores and the property.</summary>
    static abstract string Section { get; }

    /// <summary>Whether nobody else reads settings of this section: then one that the app does not know is a mistake.</summary>
    static virtual bool IsOursAlone => true;

    /// <summary>Everything that is wrong; each names the setting and says what it must be.</summary>
    IEnumerable<string> Faults();
}
