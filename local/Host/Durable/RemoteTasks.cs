using DurableTask.Core;

namespace Credits.Local.Host.Durable;

/// <summary>No tasks of this process: the worker has them all.</summary>
internal sealed class RemoteTasks<T> : INameVersionObjectManager<T>
{
    public void Add(ObjectCreator<T> creator) => throw new NotSupportedException("Tasks are functions of the worker.");

    public T? GetObject(string name, string? version) => default;
}
