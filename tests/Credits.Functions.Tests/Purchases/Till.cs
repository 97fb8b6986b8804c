using Credits.Functions.Payments;

namespace Credits.Functions.Tests.Purchases;

/// <summary>A payment provider in memory: what it says of a payment is what tests did to it.</summary>
internal sealed class Till : IPayments
{
    /// <summary>A small one, so that tests turn pages.</summary>
    public const int PageSize = 2;

    private readonly Dictionary<string, Payment> _payments = [];
    private readonly List<(string Id, DateTimeOffset At)> _begun = [];

    public bool AreSetUp => true;

    /// <summary>Runs before each answer about a payment, so that something can happen between two answers.</summary>
    public Action BeforeAnswer { get; set; } = () => { };

    public Payment this[string id]
    {
        get => _payments[id];
        set
        {
            if (!_payments.ContainsKey(id)) _begun.Add((id, DateTimeOffset.UtcNow));
            _payments[id] = value;
        }
    }

    public Task<string> MakeCustomer(AccountId account, string? name, CancellationToken cancellation) => Task.FromResult($"cus_{account}");

    public Task<CheckoutPage> OpenCheckout(CheckoutOrder order, CancellationToken cancellation) => Task.FromResult(new CheckoutPage("cs_1", "https://pay.example/cs_1"));

    public Task<CheckoutPage> OpenSetup(SetupOrder order, CancellationToken cancellation) => throw new NotSupportedException("Nobody leaves a card at this till.");

    public Task<IReadOnlyList<PaymentMethod>> PaymentMethods(string customer, CancellationToken cancellation) => throw new NotSupportedException("Nobody leaves a card at this till.");

    public Task<bool> Detach(string customer, string paymentMethodId, CancellationToken cancellation) => throw new NotSupportedException("Nobody leaves a card at this till.");

    public Task<Payment> Charge(ChargeOrder order, CancellationToken cancellation) => throw new NotSupportedException("This till charges no cards.");

    public Task<Payment?> Cancel(string paymentId, CancellationToken cancellation) => throw new NotSupportedException("This till charges no cards.");

    /// <summary>The invoices that there are.</summary>
    public Dictionary<string, Invoice> Invoices { get; } = [];

    public Task<Invoice?> FindInvoice(string invoiceId, CancellationToken cancellation) => Task.FromResult(Invoices.GetValueOrDefault(invoiceId));

    public Task<Payment?> Find(string paymentId, CancellationToken cancellation)
    {
        BeforeAnswer();
        return Task.FromResult(_payments.GetValueOrDefault(paymentId));
    }

    public Task<PaymentPage> List(DateTimeOffset from, DateTimeOffset until, string? after, CancellationToken cancellation)
    {
        var rest = _begun.AsEnumerable().Reverse().SkipWhile(begun => after is not null && begun.Id != after).Skip(after is null ? 0 : 1).Where(begun => from <= begun.At && begun.At < until).ToList();
        var page = rest.Take(PageSize).Select(begun => _payments[begun.Id]).ToList();
        return Task.FromResult(new PaymentPage([.. page.Where(payment => payment.For is not null)], rest.Count > PageSize ? page[^1].Id : null));
    }
}
