using Credits.Functions.Storage.Payments;

namespace Credits.Functions.Payments;

/// <summary>The provider's customer of each account, made when it is first needed.</summary>
public sealed class Customers(PurchaseStore purchases, IPayments payments)
{
    /// <summary>The customer of an account; null when none was made.</summary>
    public Task<string?> Find(AccountId account, CancellationToken cancellation) => purchases.FindCustomer(account, cancellation);

    /// <summary>The customer of an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="name">What people read; counts when the customer is made.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public async Task<string> Of(AccountId account, string? name, CancellationToken cancellation)
    {
        if (await purchases.FindCustomer(account, cancellation) is { } known) return known;

        var made = await payments.MakeCustomer(account, name, cancellation);
        await purchases.SaveCustomer(account, made, cancellation);
        return made;
    }
}
