using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Credits.Functions.Configuration;

/// <summary>A property of a section, and how its app setting is read.</summary>
/// <remarks>The library's binder throws at the first value that it can't read, and an operator would learn of no other.</remarks>
internal sealed record SettingProperty(PropertyInfo Property)
{
    private readonly TypeConverter _converter = TypeDescriptor.GetConverter(Property.PropertyType);

    /// <summary>Its name below the section.</summary>
    public string Name => Property.Name;

    /// <summary>All that a section has.</summary>
    public static SettingProperty[] Of<T>() => [.. typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => new SettingProperty(property))];

    /// <summary>Sets it to what the settings say; what they don't say, or say so that it can't be read, stays as it is.</summary>
    public void Read(IConfiguration section, object options)
    {
        if (section[Name] is { } text && TryRead(text, out var value)) Property.SetValue(options, value);
    }

    /// <summary>What is wrong with the text itself; null when it can be read.</summary>
    public string? Fault(IConfiguration section, string sectionName)
    {
        if (section[Name] is not { } text) return null;
        if (SettingFault.IsUnread(text)) return SettingFault.OfUnread(SettingFault.NameOf(sectionName, Name));
        return TryRead(text, out _) ? null : SettingFault.Of(sectionName, Name, text, Kind);
    }

    private string Kind => Property.PropertyType switch
    {
        { IsEnum: true } type => string.Join(" or ", Enum.GetNames(type)),
        var type when type == typeof(bool) => "true or false",
        var type when type == typeof(int) => "a whole number",
        var type when type == typeof(TimeSpan) => "a time, as hh:mm:ss or d.hh:mm:ss",
        var type => throw new InvalidOperationException($"A setting of {type} has no words for what it must be."),
    };

    private bool TryRead(string text, out object? value)
    {
        if (Property.PropertyType == typeof(TimeSpan))
        {
            value = Duration.Read(text);
            return value is not null;
        }

        try
        {
            value = _converter.ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            // Converters have no other way to say that a text is none of theirs.
            value = null;
            return false;
        }
    }
}
